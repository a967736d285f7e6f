-- One ZalaZONE recording of the OpenACC database as the JRC publishes it: wide, five header lines, then
-- Time, Speed<p>, E<p>, N<p>, Lon<p>, Lat<p>, Alt<p> for each recorded position p, then IVS<p>: the gap of p + 1 to p.
-- Long rows come out, in SI units; a position without a speed at a time gives no row.
WITH
    lines AS (
        SELECT line
        FROM read_csv($file, columns = {'line': 'VARCHAR'}, header = false, delim = '\x01', quote = '', escape = '')
        LIMIT 5
    ),
    vehicles AS (
        SELECT string_split(line, ',') AS names FROM lines WHERE starts_with(line, 'Vehicle_order,')
    ),
    wide AS (
        SELECT * FROM read_csv($file, skip = 5, header = true, all_varchar = true, null_padding = true, delim = ',')
    ),
    cells AS (
        UNPIVOT wide ON COLUMNS('^(Speed|E|N|Alt|IVS)[0-9]+$') INTO NAME name VALUE value
    ),
    numbers AS (
        SELECT
            round("Time"::DOUBLE * 1000)::BIGINT AS t_ms,
            regexp_extract(name, '^[A-Za-z]+') AS quantity,
            -- the gap to the vehicle ahead belongs to the one behind
            regexp_extract(name, '[0-9]+$')::INTEGER + if(starts_with(name, 'IVS'), 1, 0) AS position,
            value::DOUBLE AS value
        FROM cells
        WHERE value <> ''
    )
SELECT
    regexp_extract($file, '([a-z]+_part[0-9]+)[.]csv', 1) AS segment_id,
    t_ms,
    position,
    any_value(vehicles.names[position + 1]) AS vehicle,
    round_even(max(value) FILTER (quantity = 'Speed'), 4) AS speed_mps,
    round_even(max(value) FILTER (quantity = 'E'), 3) AS east_m,
    round_even(max(value) FILTER (quantity = 'N'), 3) AS north_m,
    round_even(max(value) FILTER (quantity = 'Alt'), 2) AS alt_m,
    round_even(max(value) FILTER (quantity = 'IVS'), 3) AS gap_m
FROM numbers, vehicles
GROUP BY t_ms, position
HAVING speed_mps IS NOT NULL
