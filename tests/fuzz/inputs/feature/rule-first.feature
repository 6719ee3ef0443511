  Rule: r
# language: de
Funktion: x
