# Doxygen's filter for headers: without what is specialised of other libraries' templates, whose namespaces Doxygen does not find.
/^template /{
N
/\nstruct (std|boost)::/{
:more
/\};$/!{
N
b more
}
d
}
P
D
}
