# metric: peak_speed 1.0
# description: Top speed of each vehicle
# owner: my-team
# source: samples
#   segment_id  string         key
#   position    int32          key
#   t_ms        int64 [ms]     key
#   speed_mps   float64 [m/s]
# output:
#   segment_id  string         key
#   position    int32          key
#   top_mps     float64 [m/s]

import pandas as pd

def peak_speed(samples: pd.DataFrame) -> pd.DataFrame:
    return samples.groupby("position", as_index=False).agg(top_mps=("speed_mps", "max"))
