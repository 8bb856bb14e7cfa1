module example.com/zoo

go 1.26

require github.com/go-sql-driver/mysql v1.0.0

replace github.com/go-sql-driver/mysql => ./driver
