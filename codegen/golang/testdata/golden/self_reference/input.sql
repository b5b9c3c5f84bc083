CREATE TABLE [Employee] (
    [EmployeeId] INTEGER PRIMARY KEY,
    [LastName]   NVARCHAR(20) NOT NULL,
    [ReportsTo]  INTEGER REFERENCES [Employee] ([EmployeeId])
);
CREATE TABLE categories (id INTEGER PRIMARY KEY, parent_id INTEGER NULL REFERENCES categories (id), name TEXT NOT NULL);
CREATE TABLE authors (id INTEGER PRIMARY KEY, mentor_id INTEGER NULL REFERENCES authors (id));
