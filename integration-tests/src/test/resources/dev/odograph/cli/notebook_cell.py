import pandas as pd

def peak_speed(samples: pd.DataFrame) -> pd.DataFrame:
    return samples.groupby("position", as_index=False).agg(top_mps=("speed_mps", "max"))

peak_speed(pd.read_parquet("drive_1.parquet"))
