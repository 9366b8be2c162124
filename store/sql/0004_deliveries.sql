-- Migration 4: the deliveries are found among the events.

-- The receipts of files (type 1301) are few. What a source said last goes by the day of delivery, so every import asks for
-- them once.
create index event_received on ledger.event (position) where type = 1301;
