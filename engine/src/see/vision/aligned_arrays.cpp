// Makes arrays begin on a cache line, in every program that links this file.
//
// Convolutions of cv::dnn 4.6 gather rows of a picture into a buffer from operator new[], which it aligns to 32 bytes.
// AVX-512 reads 64 at a time: wherever the heap happens to put the buffer half a line off, every second read straddles
// two lines and the detector takes a quarter longer (`tests/bench/vision_bench` with and without). Only speed depends
// on it.
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kCacheLine = 64;

}  // namespace

void* operator new[](std::size_t bytes) {
  if (void* memory = std::aligned_alloc(kCacheLine, (bytes + kCacheLine - 1) / kCacheLine * kCacheLine)) return memory;
  throw std::bad_alloc();
}

void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
