-- Only data here.
INSERT INTO elsewhere VALUES (1);
