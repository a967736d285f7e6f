# metric: {{name}} 1.0
# description: Top speed of each vehicle, and how long it drove faster than a limit
# owner: my-team
# parameter: limit_mps = 30.0 [m/s]
# source: samples
#   segment_id  string         key
#   position    int32          key   # which vehicle; 1 leads
#   t_ms        int64 [ms]     key   # since the start of the recording
#   speed_mps   float64 [m/s]
# output:
#   segment_id  string         key
#   position    int32          key
#   top_mps     float64 [m/s]
#   fast_s      float64 [s]

import pandas as pd


# Called once per recording. A parameter without the annotation is a pyarrow.Table; segment_id may be left out.
def {{name}}(samples: pd.DataFrame, params) -> pd.DataFrame:
    samples = samples.sort_values(["position", "t_ms"])
    step_s = samples.groupby("position")["t_ms"].diff().fillna(0) / 1000
    samples["fast_s"] = step_s.where(samples["speed_mps"] > params["limit_mps"], 0.0)
    by_vehicle = samples.groupby("position", as_index=False)
    return by_vehicle.agg(top_mps=("speed_mps", "max"), fast_s=("fast_s", "sum"))
