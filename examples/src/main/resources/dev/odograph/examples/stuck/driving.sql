-- The robot's moments on its mission; standing at the goal is no longer one.
SELECT ego.segment_id, ego.t_ms, ego.speed_mps, mission.mode, mission.route_m
FROM ego
JOIN mission ON mission.segment_id = ego.segment_id AND mission.t_ms = ego.t_ms
WHERE mission.route_m < mission.route_length_m
