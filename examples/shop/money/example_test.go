package money_test

import (
	"fmt"

	"example.com/shop/money"
)

func ExampleAmount_Split() {
	bill, _ := money.Parse("10.00")
	fmt.Println(bill.Split(3))
	// Output: [3.34 3.33 3.33]
}

func ExampleAmount_Percent() {
	price, _ := money.Parse("49.90")
	fmt.Println("VAT:", price.Percent(19))
	// Output: VAT: 9.48
}
