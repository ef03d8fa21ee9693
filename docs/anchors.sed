# Doxygen's filter for docs/: every heading gets the anchor that GitHub gives it, which links to it name.
/^##+ /{
h
s/^#+ //
s/.*/\L&/
s/[^[:alnum:] _-]//g
s/ /-/g
x
G
s/\n(.*)/ {#\1}/
}
