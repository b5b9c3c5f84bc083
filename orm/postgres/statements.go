package postgres

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

// statement is what is known of a statement's text: the types of its placeholders, and how its rows are read.
type statement struct {
	desc    *pgconn.StatementDescription // its Name is that on a connection; "" is the unnamed one
	kinds   []kind
	formats []int16
	checked *driver.Plan // the plan that was last held against it
}

func newStatement(desc *pgconn.StatementDescription) *statement {
	s := &statement{desc: desc, kinds: make([]kind, len(desc.Fields)), formats: make([]int16, len(desc.Fields))}
	for i := range desc.Fields {
		s.kinds[i] = kindOf(desc.Fields[i].DataTypeOID)
		s.formats[i] = s.kinds[i].format()
	}
	return s
}

// named is the statement under its name on a connection.
func (s *statement) named(name string) *statement {
	d := *s.desc
	d.Name = name
	c := *s
	c.desc = &d
	return &c
}

// like reports whether answers of both have the same types.
func (s *statement) like(o *statement) bool {
	return slices.EqualFunc(s.desc.Fields, o.desc.Fields, func(a, b pgconn.FieldDescription) bool { return a.DataTypeOID == b.DataTypeOID })
}

// check holds a plan against the statement before anything runs: what it reads must be what there is.
func (s *statement) check(p *driver.Plan, args, times int) error {
	each := len(s.desc.ParamOIDs)
	if each*times != args {
		return fmt.Errorf("postgres: the statement has %d placeholders and was given %d arguments for %d runs", each, args, times)
	}
	if s.checked == p {
		return nil
	}
	if p.Columns != len(s.kinds) && p.Columns > 0 {
		return fmt.Errorf("postgres: the answer has %d columns, and its plan says %d", len(s.kinds), p.Columns)
	}
	if !p.Write && !reads(s.desc.SQL) {
		return &driver.Error{Kind: driver.ErrReadOnly, Err: fmt.Errorf("postgres: the statement writes, and its plan says that it reads: set Plan.Write")}
	}
	for i, c := range p.Fields {
		if c != nil && i < len(s.kinds) && !readable(c, s.desc.Fields[i].DataTypeOID, s.kinds[i]) {
			return fmt.Errorf("postgres: column %s is of type %s in this database, and the models were made for another one: generate them again with ormgen from this database's schema",
				c, typeName(s.desc.Fields[i].DataTypeOID))
		}
	}
	s.checked = p
	return nil
}

// reads reports whether a statement begins like one that reads. A WITH that writes inside is not looked into.
func reads(sql string) bool {
	word := strings.TrimLeft(sql, " \t\r\n(")
	for i, r := range word {
		if (r|0x20) < 'a' || (r|0x20) > 'z' {
			word = word[:i]
			break
		}
	}
	switch strings.ToUpper(word) {
	case "SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "FETCH":
		return true
	}
	return false
}

// readable reports whether values of a type can be what the model's column holds.
func readable(c *driver.Column, oid uint32, k kind) bool {
	if c.Cast != "" && k == kindText {
		return true // its text is read, whatever it is
	}
	switch c.Type {
	case driver.IntType:
		return k == kindInt2 || k == kindInt4 || k == kindInt8 || k == kindOID
	case driver.FloatType:
		return k == kindFloat4 || k == kindFloat8 || oid == numericOID
	case driver.DecimalType:
		return oid == numericOID || oid == moneyOID || k == kindInt2 || k == kindInt4 || k == kindInt8
	case driver.BoolType:
		return k == kindBool
	case driver.BytesType:
		return k == kindBytea
	case driver.TimestampType:
		return k == kindTimestamp
	case driver.DateType:
		return k == kindDate || k == kindTimestamp
	case driver.UUIDType:
		return k == kindUUID || k == kindString
	case driver.TextType:
		return c.Cast != "" || k == kindString || k == kindText && oid != numericOID
	}
	return true
}

// known are the descriptions of statements that some connection has prepared, so that another can prepare and run one in
// a single flush. They are shared: whoever uses one makes a copy with named.
type known struct {
	mu    sync.Mutex
	max   int
	bySQL map[string]*statement
}

func (k *known) find(sql string) *statement {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bySQL[sql]
}

func (k *known) add(s *statement) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bySQL == nil || len(k.bySQL) >= k.max {
		k.bySQL = map[string]*statement{} // rare: a program has few statements, or its plans are not cached either
	}
	k.bySQL[s.desc.SQL] = s.named("")
}

func (k *known) forget(sql string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.bySQL, sql)
}

// prepared are the statements that one connection has prepared, the least recently used last. A connection's user alone
// touches it.
type prepared struct {
	max    int
	count  int
	order  *list.List // of *statement
	bySQL  map[string]*list.Element
	closed []string // names that the server still holds
}

func newPrepared(max int) *prepared {
	return &prepared{max: max, order: list.New(), bySQL: map[string]*list.Element{}}
}

func (p *prepared) find(sql string) *statement {
	e := p.bySQL[sql]
	if e == nil {
		return nil
	}
	p.order.MoveToFront(e)
	return e.Value.(*statement)
}

// name is a new name. It has the statement in it, so that where a pooler mixes up connections by mistake no other is run.
func (p *prepared) name(sql string) string {
	p.count++
	sum := sha256.Sum256([]byte(sql))
	return "duet_" + strconv.Itoa(p.count) + "_" + hex.EncodeToString(sum[:8])
}

func (p *prepared) add(s *statement) {
	p.drop(s.desc.SQL)
	p.bySQL[s.desc.SQL] = p.order.PushFront(s)
	for len(p.bySQL) > p.max {
		p.drop(p.order.Back().Value.(*statement).desc.SQL)
	}
}

// clear forgets all statements, which the server has forgotten.
func (p *prepared) clear() {
	p.order.Init()
	clear(p.bySQL)
	p.closed = nil
}

// drop forgets a statement; the server is told with the next pipeline.
func (p *prepared) drop(sql string) {
	e := p.bySQL[sql]
	if e == nil {
		return
	}
	delete(p.bySQL, sql)
	p.order.Remove(e)
	p.closed = append(p.closed, e.Value.(*statement).desc.Name)
}
