# language: de
Funktion: Prüfung

  Grundlage:
    Angenommen x

  # of the rule
  @r
  Regel: eins
    Beispiel: a
      Dann y
