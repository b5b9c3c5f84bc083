package postgres

import (
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"
)

// kind is how the values of a column, or of a placeholder, travel.
type kind uint8

// The kinds that are understood in binary; everything else travels as Postgres writes and reads it as text.
const (
	kindText kind = iota // as text, whatever the type
	kindInt2
	kindInt4
	kindInt8
	kindOID
	kindFloat4
	kindFloat8
	kindBool
	kindString // a type whose binary form is its text
	kindBytea
	kindTimestamp // with or without a zone: the session's is UTC
	kindDate
	kindUUID
)

// kindOf is how a type travels.
func kindOf(oid uint32) kind {
	switch oid {
	case pgtype.Int8OID:
		return kindInt8
	case pgtype.Int4OID:
		return kindInt4
	case pgtype.Int2OID:
		return kindInt2
	case pgtype.OIDOID:
		return kindOID
	case pgtype.Float8OID:
		return kindFloat8
	case pgtype.Float4OID:
		return kindFloat4
	case pgtype.BoolOID:
		return kindBool
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.BPCharOID, pgtype.NameOID, pgtype.JSONOID, pgtype.XMLOID:
		return kindString
	case pgtype.ByteaOID:
		return kindBytea
	case pgtype.TimestampOID, pgtype.TimestamptzOID:
		return kindTimestamp
	case pgtype.DateOID:
		return kindDate
	case pgtype.UUIDOID:
		return kindUUID
	}
	return kindText
}

// format is the wire's number for text or binary.
func (k kind) format() int16 {
	if k == kindText || k == kindString {
		return 0
	}
	return 1
}

// size is how many bytes a value has in binary; 0 where that depends on the value.
func (k kind) size() int {
	switch k {
	case kindBool:
		return 1
	case kindInt2:
		return 2
	case kindInt4, kindOID, kindFloat4, kindDate:
		return 4
	case kindInt8, kindFloat8, kindTimestamp:
		return 8
	case kindUUID:
		return 16
	}
	return 0
}

// elementOf is the type of the elements of an array that can be sent in binary; 0 for another type.
func elementOf(array uint32) uint32 {
	switch array {
	case pgtype.Int8ArrayOID:
		return pgtype.Int8OID
	case pgtype.Int4ArrayOID:
		return pgtype.Int4OID
	case pgtype.Int2ArrayOID:
		return pgtype.Int2OID
	case pgtype.Float8ArrayOID:
		return pgtype.Float8OID
	case pgtype.Float4ArrayOID:
		return pgtype.Float4OID
	case pgtype.BoolArrayOID:
		return pgtype.BoolOID
	case pgtype.TextArrayOID:
		return pgtype.TextOID
	case pgtype.VarcharArrayOID:
		return pgtype.VarcharOID
	case pgtype.BPCharArrayOID:
		return pgtype.BPCharOID
	case pgtype.ByteaArrayOID:
		return pgtype.ByteaOID
	case pgtype.TimestampArrayOID:
		return pgtype.TimestampOID
	case pgtype.TimestamptzArrayOID:
		return pgtype.TimestamptzOID
	case pgtype.DateArrayOID:
		return pgtype.DateOID
	case pgtype.UUIDArrayOID:
		return pgtype.UUIDOID
	}
	return 0
}

const (
	numericOID = pgtype.NumericOID
	moneyOID   = 790
)

// typeName is a type's name in messages.
func typeName(oid uint32) string {
	if t, ok := pgtype.NewMap().TypeForOID(oid); ok {
		if elem, ok := strings.CutPrefix(t.Name, "_"); ok {
			return elem + "[]"
		}
		return t.Name
	}
	return "number " + strconv.FormatUint(uint64(oid), 10)
}
