"""From and to what people have at hand: frameworks to start from, outlines in spreadsheets, tables to fill."""
