// Holds what an event does when its time comes: a callable of no arguments that is moved, never copied.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace tricolor::sim {

/// Callables of up to 48 bytes (lambdas of pointers, numbers and shared pointers) live inside; larger ones on the heap.
/// Calling an empty one is a bug.
class Callback {
 public:
  static constexpr std::size_t kInside = 48;

  Callback() = default;
  template <class F, class = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Callback>>>
  Callback(F&& function) {  // NOLINT: implicit, as std::function is.
    hold(std::forward<F>(function));
  }
  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  /// Makes the callable in the place where it is to live.
  template <class F, class = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Callback>>>
  Callback& operator=(F&& function) {
    reset();
    hold(std::forward<F>(function));
    return *this;
  }
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  ~Callback() { reset(); }

  void operator()() { operations_->call(storage_); }
  explicit operator bool() const { return operations_ != nullptr; }
  void reset() {
    // The operations are cleared first, because a destructor of something captured may come back here.
    const Operations* operations = std::exchange(operations_, nullptr);
    if (operations && operations->destroy) operations->destroy(storage_);
  }

 private:
  struct Operations {
    void (*call)(void*);
    void (*move)(void* to, void* from);  ///< Null when copying the bytes does it.
    void (*destroy)(void*);              ///< Null when there is nothing to do.
  };
  template <class Stored>
  static void move_and_destroy(void* to, void* from) {
    new (to) Stored(std::move(*static_cast<Stored*>(from)));
    static_cast<Stored*>(from)->~Stored();
  }
  template <class Stored>
  static void destroy_at(void* stored) {
    static_cast<Stored*>(stored)->~Stored();
  }
  template <class Stored>
  static constexpr Operations inside{[](void* stored) { (*static_cast<Stored*>(stored))(); },
                                     std::is_trivially_copyable_v<Stored> ? nullptr : &move_and_destroy<Stored>,
                                     std::is_trivially_destructible_v<Stored> ? nullptr : &destroy_at<Stored>};
  template <class Stored>
  static constexpr Operations outside{[](void* stored) { (**static_cast<std::unique_ptr<Stored>*>(stored))(); },
                                      &move_and_destroy<std::unique_ptr<Stored>>, &destroy_at<std::unique_ptr<Stored>>};
  template <class F>
  void hold(F&& function) {
    using Stored = std::decay_t<F>;
    if constexpr (sizeof(Stored) <= kInside && alignof(Stored) <= alignof(void*) &&
                  std::is_nothrow_move_constructible_v<Stored>) {
      new (storage_) Stored(std::forward<F>(function));
      operations_ = &inside<Stored>;
    } else {
      new (storage_) std::unique_ptr<Stored>(std::make_unique<Stored>(std::forward<F>(function)));
      operations_ = &outside<Stored>;
    }
  }
  void take(Callback& other) {
    operations_ = std::exchange(other.operations_, nullptr);
    if (!operations_) return;
    if (operations_->move) operations_->move(storage_, other.storage_);
    else std::memcpy(storage_, other.storage_, kInside);
  }

  alignas(void*) unsigned char storage_[kInside];
  const Operations* operations_ = nullptr;
};

}  // namespace tricolor::sim
