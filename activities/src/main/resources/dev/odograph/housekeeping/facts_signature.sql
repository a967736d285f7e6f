SELECT concat_ws(
    '-',
    (SELECT concat_ws('.', count(*), max(from_version), count(to_version), max(to_version)) FROM segment WHERE dataset_id = {0}),
    (SELECT concat_ws('.', count(*), max(revision)) FROM segment_tag WHERE dataset_id = {0}),
    (
        SELECT concat_ws('.', count(*), max(revision), count(removed_revision), max(removed_revision))
        FROM span
        WHERE dataset_id = {0}
    )
)
