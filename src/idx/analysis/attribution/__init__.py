"""How much of each difference between two versions each change caused."""
