# cmake -D FROM=text -D TO=literal -P text_to_literal.cmake: a text file as a C++ string literal.
file(READ ${FROM} text)
file(WRITE ${TO} "R\"PTX(${text})PTX\"\n")
