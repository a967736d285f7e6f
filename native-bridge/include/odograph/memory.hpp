// Spare memory of a kernel library: large buffers that a released output gave back, kept for the next call. A fresh
// buffer of this size costs a page fault for every 4 KiB, which is more than most kernels spend on the rows.
#ifndef ODOGRAPH_MEMORY_HPP
#define ODOGRAPH_MEMORY_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <new>
#include <utility>

namespace odograph {

// Thread-safe. Keeps at most 32 buffers of 64 KiB to 2 MiB each, so 64 MiB at the utmost.
class SpareMemory {
 public:
  // At least `bytes` and one byte, aligned to 64; *capacity is how many. Holds anything.
  static void* take(int64_t bytes, int64_t* capacity) {
    if (bytes < 0 || bytes > std::numeric_limits<int64_t>::max() / 4) throw std::bad_alloc();
    auto size = (static_cast<uint64_t>(bytes) / 64 + 1) * 64;
    if (size >= kSmallest && size <= kLargest) {
      // quarter steps between powers of two, so that batches of nearly the same length share buffers
      const uint64_t step = std::bit_floor(size) / 4;
      size = (size + step - 1) / step * step;
    }
    *capacity = static_cast<int64_t>(size);
    if (void* kept = find(size)) return kept;
    void* memory = std::aligned_alloc(64, size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }

  // Takes back what take() gave, with its capacity; null is nothing.
  static void give(void* memory, int64_t capacity) noexcept {
    if (memory != nullptr && !keep(memory, static_cast<uint64_t>(capacity))) std::free(memory);
  }

 private:
  struct Slot {
    void* memory = nullptr;
    uint64_t size = 0;
  };
  struct Pool {
    std::mutex lock;
    std::array<Slot, 32> slots;
  };

  static constexpr uint64_t kSmallest = uint64_t{1} << 16;
  static constexpr uint64_t kLargest = uint64_t{1} << 21;

  // Never destroyed: threads that still run while the process ends may give memory back.
  static Pool& pool() {
    static Pool* const instance = new Pool;
    return *instance;
  }

  static void* find(uint64_t size) {
    if (size < kSmallest || size > kLargest) return nullptr;
    Pool& spare = pool();
    const std::lock_guard<std::mutex> guard(spare.lock);
    for (Slot& slot : spare.slots) {
      if (slot.memory != nullptr && slot.size == size) return std::exchange(slot.memory, nullptr);
    }
    return nullptr;
  }

  static bool keep(void* memory, uint64_t size) noexcept {
    if (size < kSmallest || size > kLargest) return false;
    Pool& spare = pool();
    const std::lock_guard<std::mutex> guard(spare.lock);
    for (Slot& slot : spare.slots) {
      if (slot.memory == nullptr) {
        slot = {memory, size};
        return true;
      }
    }
    return false;
  }
};

}  // namespace odograph

#endif  // ODOGRAPH_MEMORY_HPP
