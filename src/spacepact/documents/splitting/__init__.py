"""Split a text into passages: lines, layout, sentences and quotations of many languages."""
