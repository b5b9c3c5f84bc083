package outcomes

import (
	"fmt"
	"strings"

	"github.com/seed83105465/duet/integration/outcomes/models"
)

// A row is shown with what was loaded along.

func each[M any](rows []*M, show func(*M) string) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = show(r)
	}
	return "[" + strings.Join(lines, "; ") + "]"
}

// along is a relation that was loaded, or that it was not.
func along[T any](v T, err error, show func(T) string) string {
	if err != nil {
		return ""
	}
	return " {" + show(v) + "}"
}

func some[M any](show func(*M) string) func([]*M) string {
	return func(rows []*M) string { return each(rows, show) }
}

func showTeam(t *models.Team) string {
	if t == nil {
		return "no team"
	}
	rows, err := t.Players()
	return fmt.Sprintf("team %d %s", t.ID, t.Name) + along(rows, err, some(showPlayer))
}

func showPlayer(p *models.Player) string {
	if p == nil {
		return "no player"
	}
	text := fmt.Sprintf("player %d of %d %s %d %d", p.ID, p.TeamID, p.Name, p.Shirt, p.Score)
	if team, err := p.Team(); err == nil {
		text += fmt.Sprintf(" {team %v}", team != nil)
	}
	badges, err := p.Badges()
	text += along(badges, err, some(func(b *models.Badge) string { return fmt.Sprint(b.ID, " ", b.Mark) }))
	ratios, err := p.Ratios()
	return text + along(ratios, err, some(func(r *models.Ratio) string { return fmt.Sprint(r.Ratio) }))
}

func showBadge(b *models.Badge) string {
	player, err := b.Player()
	return fmt.Sprintf("badge %d of %d %s", b.ID, b.PlayerID, b.Mark) + along(player, err, func(p *models.Player) string { return fmt.Sprint(p.Name) })
}

func showSeat(s *models.Seat) string { return fmt.Sprintf("seat %d %s %s", s.Line, s.Place, s.Taker) }

func showShirt(s *models.Shirt) string { return fmt.Sprintf("shirt %d %s", s.Number, s.Colour) }

func showRatio(r *models.Ratio) string {
	player, err := r.Player()
	return fmt.Sprintf("ratio %v of %v is %v", r.ID, r.TeamID, r.Ratio) + along(player, err, func(p *models.Player) string { return fmt.Sprint(p != nil) })
}

func showTrap(t *models.Trap) string { return fmt.Sprintf("trap %v %v", t.ID, t.Sprung) }

func showLure(l *models.Lure) string {
	traps, err := l.Traps()
	return fmt.Sprintf("lure %d %q", l.ID, l.Code) + along(traps, err, some(showTrap))
}
