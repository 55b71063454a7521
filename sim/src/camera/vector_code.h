// Lets a function that is a loop over pixels use vectors of 32 bytes where the CPU has them.
#pragma once

/// Before a function: compiles it a second time for AVX2, and the program takes that one on a CPU that has it. Both
/// compute the same, because the build contracts no products with sums. Sanitizers cannot begin before functions are
/// chosen, and clang names the attribute's targets otherwise: there it is compiled once. It stays a function of its
/// own, since the compiler forgets within another one that its arrays lie apart.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define TRICOLOR_VECTOR_CODE [[gnu::target_clones("avx2", "default")]]
#else
#define TRICOLOR_VECTOR_CODE [[gnu::noinline]]
#endif
