"""Are detections as often right as their scores say? One call per recording."""

import numpy as np
import pyarrow as pa


def calibration_bins(detections: pa.Table, truth: pa.Table, params) -> pa.Table:
    score = detections["score"].to_numpy()
    right = matched(detections, truth, params["match_m"])
    bins = params["bins"]
    # [0, 1/n), [1/n, 2/n), … and the last one with its upper edge; that scores are from 0 to 1 is checked before
    index = np.clip((score * bins).astype(np.int64), 0, bins - 1)

    def per_bin(weights):
        return np.bincount(index, weights=weights, minlength=bins)

    count = np.bincount(index, minlength=bins)
    hits, scores = per_bin(right), per_bin(score)
    used = count > 0
    number = np.arange(bins)
    return pa.table(
        {
            "bin": (number + 1)[used],
            "score_from": (number / bins)[used],
            "score_to": ((number + 1) / bins)[used],
            "detections": count[used],
            "hits": hits[used].astype(np.int64),
            "score_sum": scores[used],
            "squared_error_sum": per_bin((score - right) ** 2)[used],
            "mean_score": scores[used] / count[used],
            "hit_rate": hits[used] / count[used],
        }
    )


def matched(detections, truth, match_m):
    """1.0 for each detection that has an object of its kind for itself within reach, else 0.0.

    In each frame the detection with the highest score chooses first and takes the nearest.
    """
    right = np.zeros(detections.num_rows)
    east, north = truth["east_m"].to_numpy(), truth["north_m"].to_numpy()
    free = np.ones(truth.num_rows, dtype=bool)
    objects = {}
    for row, key in enumerate(zip(truth["t_ms"].to_pylist(), truth["kind"].to_pylist())):
        objects.setdefault(key, []).append(row)
    objects = {key: np.array(rows) for key, rows in objects.items()}

    frames, kinds = detections["t_ms"].to_pylist(), detections["kind"].to_pylist()
    found_east, found_north = detections["east_m"].to_numpy(), detections["north_m"].to_numpy()
    for row in np.lexsort((-detections["score"].to_numpy(), detections["t_ms"].to_numpy())):
        near = objects.get((frames[row], kinds[row]))
        if near is None:
            continue
        distance = np.hypot(east[near] - found_east[row], north[near] - found_north[row])
        distance[~free[near]] = np.inf
        nearest = distance.argmin()
        if distance[nearest] <= match_m:
            free[near[nearest]] = False
            right[row] = 1.0
    return right
