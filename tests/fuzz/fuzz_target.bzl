"""A fuzz target: replayed by a plain test everywhere, run with a fuzzer by tests/fuzz/run."""

def fuzz_target(name, deps, mutations, is_text = False, size = "medium"):
    """Defines NAME_replay_test and, for tests/fuzz/run alone, NAME_fuzzer.

    Args:
      name: of the target, whose entry is in NAME_fuzz.cc and whose corpus in corpus/NAME.
      deps: what the entry needs.
      mutations: how many inputs the replay makes of the corpus.
      is_text: whether the fuzzer should change inputs by words, too.
      size: of the replay.
    """
    native.cc_library(
        name = name + "_fuzz",
        srcs = [name + "_fuzz.cc"],
        alwayslink = True,
        deps = deps + [":expect"],
    )
    native.cc_test(
        name = name + "_replay_test",
        size = size,
        srcs = ["replay.cc"],
        args = [
            native.package_name() + "/corpus/" + name,
            str(mutations),
        ],
        data = native.glob(["corpus/" + name + "/*"]),
        deps = [
            ":" + name + "_fuzz",
            ":corpus",
            ":expect",
            ":text_mutator",
            "@absl",
        ],
    )
    native.cc_binary(
        name = name + "_fuzzer",
        srcs = ["custom_mutator.cc"] if is_text else [],
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        deps = [
            ":" + name + "_fuzz",
            ":text_mutator",
        ],
    )
