// Holds nothing: the target that compiles the headers of tests needs a source.
