-- Migration 1: the ledger, the vault and the rows of the projections.
-- Same text for the embedded server and for any PostgreSQL from 15 on; needs no extension.

create schema ledger;
create schema vault;
create schema projection;

comment on schema ledger is 'Immutable events, the right edge of their tree, receipts and natural keys. Never updated, never deleted.';
comment on schema vault is 'Sealed personal fields, wrapped keys, readable source ids and pseudonyms. Deletable: erasing a person is deleting here.';
comment on schema projection is 'Rows rebuilt from events. May be dropped at any time; rebuild makes them again, byte for byte.';

-- Which ledger this is. One row.
create table ledger.about (
    only_one   boolean primary key default true check (only_one),
    ledger     uuid not null,
    key_check  bytea not null
);

-- The events. `payload` holds exactly the bytes that were hashed; `leaf` is SHA-256(0x00 || payload).
create table ledger.event (
    position        bigint   primary key check (position > 0),
    event_id        uuid     not null,
    type            smallint not null,
    subject         uuid     not null,
    version         integer  not null check (version > 0),
    recorded_at_us  bigint   not null,
    payload         bytea    not null,
    leaf            bytea    not null check (length(leaf) = 32),
    constraint event_id_once unique (event_id),
    constraint version_once unique (subject, version)
) with (autovacuum_vacuum_insert_scale_factor = 0.5);

-- Facts that stand in shared streams are few and are read for many groups: found by kind.
create index event_shared on ledger.event (type) where type in (
    304, 814, 815, 817, 818, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
    1014, 1015, 1016, 1017, 1109, 1201, 1202, 1203, 1204, 1205, 1206, 1211, 1212
);

-- The head: size and right edge of the tree (largest subtree first), and the greatest recorded_at. Its lock orders all writers.
create table ledger.head (
    only_one           boolean primary key default true check (only_one),
    position           bigint  not null default 0,
    recorded_at_us_max bigint  not null default 0,
    edge               bytea  not null default ''
) with (fillfactor = 10);
insert into ledger.head default values;

-- Earlier edges, at least one per 1,024 events: any earlier root is one of these and the few leaves after it.
create table ledger.checkpoint (
    position           bigint  primary key,
    recorded_at_us_max bigint  not null,
    edge               bytea  not null
);

-- One receipt per command: the same key and request get it again, the same key with another request is refused.
create table ledger.receipt (
    command_key     bytea   not null constraint command_once primary key,
    request         bytea   not null,
    first_position  bigint  not null,
    events          integer not null
);

-- The keyed hash of (party, system, source record, kind, slot) of each delivered fact, and the event that first said it.
create table ledger.natural_key (
    natural_key  bytea not null constraint natural_key_once primary key,
    event_id     uuid  not null,
    subject      uuid  not null
);

-- One key per subject and key class, wrapped by a key outside the database.
create table vault.key (
    subject    uuid  not null,
    key_class  text  not null check (key_class in ('general', 'health')),
    wrapped    bytea not null,
    primary key (subject, key_class)
);

-- Sealed personal fields of an event. The event commits to SHA-256(salt || nonce || ciphertext).
create table vault.sealed (
    event_id    uuid  not null,
    key_class   text  not null,
    subject     uuid  not null,
    salt        bytea not null,
    nonce       bytea not null,
    ciphertext  bytea not null,
    primary key (event_id, key_class)
);

-- Source records: the commitment that events carry, the keyed hash to find it by, the readable id sealed.
create table vault.record (
    commitment     bytea not null primary key,
    lookup         bytea not null constraint record_once unique,
    bare           bytea not null,
    source         bytea not null,
    subject        uuid  not null,
    salt           bytea not null,
    nonce          bytea not null,
    ciphertext     bytea not null,
    last_delivery  uuid,
    missing        boolean not null default false
);
create index record_bare on vault.record (bare);
create index record_source on vault.record (source);
comment on column vault.record.lookup is 'HMAC of party, system and record id';
comment on column vault.record.bare is 'HMAC of the record id alone, for a question that does not name the source';
comment on column vault.record.source is 'HMAC of party and system: all records of one source';

-- Keyed pseudonyms of BSN and V-number, for finding a registration without the number.
create table vault.pseudonym (
    pseudonym  bytea not null,
    subject    uuid  not null,
    primary key (pseudonym, subject)
);

-- What each source last delivered per natural key, as a keyed hash of the content.
create table vault.delivered (
    natural_key  bytea not null primary key,
    content      bytea not null,
    event_id     uuid  not null,
    subject      uuid  not null,
    type         smallint not null,
    standing     boolean not null default true
);

-- Generations of the views: a new version is built beside the old one and then becomes current.
create table projection.generation (
    generation  integer generated always as identity primary key,
    view        text    not null,
    version     integer not null,
    position    bigint  not null default 0,
    is_current  boolean not null default false
);
create unique index generation_current on projection.generation (view) where is_current;

-- The rows of all views: one case, the positions in which it was known so, the days for which it holds.
create table projection.row (
    generation    integer not null,
    group_id      uuid    not null,
    case_id       uuid    not null,
    known_from    bigint  not null,
    known_until   bigint,
    municipality  text,
    valid_from    date,
    valid_until   date,
    value         text    not null
) partition by list (generation);

-- Which group a registration belongs to, when it was ever linked to another.
create table projection.group_member (
    subject   uuid not null primary key,
    group_id  uuid not null
);
create index group_member_group on projection.group_member (group_id);

-- Groups whose history cannot be read: parked with the reason, never skipped silently.
create table projection.parked (
    view      text not null,
    group_id  uuid not null,
    position  bigint not null,
    reason    text not null,
    primary key (view, group_id)
);

-- Whatever stands in the ledger stays: no update, no delete, no truncate, for anyone who is not the server's superuser.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'record a correction or a retraction instead';
end $$;
create trigger event_stays before update or delete on ledger.event for each row execute function ledger.refuse_change();
create trigger event_never_truncated before truncate on ledger.event for each statement execute function ledger.refuse_change();
create trigger checkpoint_stays before update or delete on ledger.checkpoint for each row execute function ledger.refuse_change();
create trigger checkpoint_never_truncated before truncate on ledger.checkpoint for each statement execute function ledger.refuse_change();
create trigger receipt_stays before update or delete on ledger.receipt for each row execute function ledger.refuse_change();
create trigger receipt_never_truncated before truncate on ledger.receipt for each statement execute function ledger.refuse_change();
create trigger natural_key_stays before update or delete on ledger.natural_key for each row execute function ledger.refuse_change();
create trigger natural_key_never_truncated before truncate on ledger.natural_key for each statement execute function ledger.refuse_change();
create trigger about_stays before update or delete on ledger.about for each row execute function ledger.refuse_change();
create trigger about_never_truncated before truncate on ledger.about for each statement execute function ledger.refuse_change();
create trigger head_never_deleted before delete on ledger.head for each row execute function ledger.refuse_change();
create trigger head_never_truncated before truncate on ledger.head for each statement execute function ledger.refuse_change();

-- The head only moves forward.
create function ledger.refuse_going_back() returns trigger language plpgsql as $$
begin
    if new.position < old.position or new.recorded_at_us_max < old.recorded_at_us_max then
        raise exception 'the head of the ledger only moves forward' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger head_moves_forward before update on ledger.head for each row execute function ledger.refuse_going_back();

-- The right edge of an RFC 9162 tree of `size` leaves after these leaves. Hashes stand one after the other, 32 bytes
-- each: the edge with the largest subtree first, the leaves in order. Pairs are hashed level by level.
create function ledger.extend_edge(size bigint, edge bytea, leaves bytea) returns bytea
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
    level  bytea := leaves;
    nodes  integer := length(leaves) / 32;
    tail   bytea := '';
begin
    while nodes > 0 loop
        if size % 2 = 1 then
            level := substring(edge from length(edge) - 31) || level;
            edge := substring(edge for length(edge) - 32);
            nodes := nodes + 1;
        end if;
        if nodes % 2 = 1 then
            tail := substring(level from (nodes - 1) * 32 + 1) || tail;
        end if;
        size := size / 2;
        nodes := nodes / 2;
        if nodes > 0 then
            level := (select string_agg(sha256('\x01'::bytea || substring(level from at * 64 + 1 for 64)), ''::bytea)
                        from generate_series(0, nodes - 1) as at);
        end if;
    end loop;
    return edge || tail;
end $$;
