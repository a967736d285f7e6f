-- Which segments of its dataset a run takes, as {"segments": 50, "seed": 1, "by": ["city"]}; null for all. A worker of an
-- earlier release neither writes nor reads it: it refuses no such run, since such an input is planned by newer ones only.
ALTER TABLE run ADD COLUMN sample jsonb;
