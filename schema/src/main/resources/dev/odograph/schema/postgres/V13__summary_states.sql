-- Whether a batch's write has summary states beside its rows. A worker of an earlier release leaves it false, and readers
-- then summarise the rows themselves.
ALTER TABLE batch ADD COLUMN stated boolean NOT NULL DEFAULT false;
