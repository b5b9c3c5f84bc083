-- Every type that a column can have, bare and with modifiers.
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS cube;
CREATE EXTENSION IF NOT EXISTS isn;

CREATE TABLE numbers (
    a boolean, b bool,
    c smallint, d int2, e integer, f int, g int4, h bigint, i int8,
    j real, k float4, l double precision, m float8, n float, o float(10), p float(30),
    q numeric, r numeric(10), s numeric(10, 2), t decimal(5, 0), u dec(7, 3), v money
);

CREATE TABLE texts (
    a text, b varchar, c varchar(50), d character varying(20), e char, f char(3), g character(7), h bpchar, i name, j "char",
    k nchar(4), l national character varying(9),
    m bytea, n bit, o bit(8), p bit varying, q varbit(5)
);

CREATE TABLE times (
    a timestamp, b timestamp(3), c timestamp without time zone, d timestamp (0) without time zone,
    e timestamptz, f timestamptz(3), g timestamp(6) with time zone, h timestamp with time zone,
    i time, j time(2), k timetz, l time(4) with time zone, m time without time zone,
    n date,
    o interval, p interval(3), q interval year, r interval year to month, s interval day to second(2), t interval second (1), u interval hour to minute,
    v interval month, w interval day, x interval hour, y interval minute, z interval second, aa interval day to hour, ab interval day to minute,
    ac interval hour to second, ad interval minute to second
);

CREATE TABLE others (
    a uuid, b json, c jsonb, d xml, e jsonpath,
    f inet, g cidr, h macaddr, i macaddr8,
    j tsvector, k tsquery,
    l point, m line, n lseg, o box, p path, q polygon, r circle,
    s int4range, t int8range, u numrange, v daterange, w tsrange, x tstzrange,
    aa oid, ab xid, ac cid, ad tid, ae regclass, af regproc, ag regprocedure, ah regoper, ai regoperator, aj regtype, ak regrole, al regnamespace,
    am regconfig, an regdictionary, ao regcollation,
    ap pg_lsn, aq txid_snapshot, ar refcursor, at aclitem, au int2vector, av oidvector, aw pg_snapshot, ax xid8
);

CREATE TABLE multiranges (
    a int4multirange, b int8multirange, c nummultirange, d datemultirange, e tsmultirange, f tstzmultirange
);

CREATE TABLE extended (
    a hstore, b citext, c ltree, d lquery, e ltxtquery, f cube, g isbn, h public.hstore, i isbn13, j citext[]
);

CREATE TABLE arrays (
    a integer[], b int[], c text[][], d varchar(50)[], e numeric(10, 2)[], f integer ARRAY, g integer ARRAY[4], h int[3][3],
    i timestamptz[], j timestamp(3)[], k bool[], l uuid[], m jsonb[], n char(3)[], o bit(4)[], p interval[], q int4range[], r point[], s "char"[]
);
