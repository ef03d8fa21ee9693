// Wengert: automatic differentiation for C++20. https://www.boost.org/LICENSE_1_0.txt
// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

// The library's few heap objects. Not <memory> and <atomic>: in C++20 these bring streams, locales and threads along, and a
// third of the time that including the library would take.
namespace wengert::detail {

/// Takes the next number of a counter that threads share.
template <class Integer>
Integer count_up(Integer& counter, Integer by = 1) noexcept {
    return __atomic_fetch_add(&counter, by, __ATOMIC_RELAXED);
}

/// A heap object with one owner.
template <class T>
class owner {
public:
    owner() = default;
    explicit owner(T* object) noexcept : object_(object) {}
    template <class U>
        requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>)
    owner(owner<U>&& other) noexcept : object_(other.release()) {}
    owner(owner&& other) noexcept : object_(other.release()) {}
    owner& operator=(owner&& other) noexcept {
        owner(std::move(other)).swap(*this);
        return *this;
    }
    ~owner() { delete object_; }

    T* release() noexcept { return std::exchange(object_, nullptr); }
    void swap(owner& other) noexcept { std::swap(object_, other.object_); }

    explicit operator bool() const noexcept { return object_ != nullptr; }
    T& operator*() const noexcept { return *object_; }
    T* operator->() const noexcept { return object_; }
    T* get() const noexcept { return object_; }

private:
    T* object_ = nullptr;
};

template <class T, class... A>
owner<T> make_owner(A&&... a) {
    return owner<T>(new T(std::forward<A>(a)...));
}

/// Memory with one owner, in which nothing has been written.
class buffer {
public:
    buffer() = default;
    explicit buffer(std::size_t bytes) : bytes_(new std::byte[bytes]) {}
    buffer(buffer&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)) {}
    buffer& operator=(buffer&& other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~buffer() { delete[] bytes_; }

    std::byte* data() const noexcept { return bytes_; }

private:
    std::byte* bytes_ = nullptr;
};

/// A heap object that lives as long as any of its holders, which may be on different threads.
template <class T>
class shared {
    struct box {
        T object;
        std::size_t holders = 1;
    };

public:
    constexpr shared() = default;
    constexpr shared(shared const& other) noexcept : box_(other.box_) {
        if (box_ != nullptr) __atomic_add_fetch(&box_->holders, 1, __ATOMIC_RELAXED);
    }
    constexpr shared(shared&& other) noexcept : box_(std::exchange(other.box_, nullptr)) {}
    constexpr shared& operator=(shared other) noexcept {
        std::swap(box_, other.box_);
        return *this;
    }
    constexpr ~shared() {
        if (box_ != nullptr && __atomic_sub_fetch(&box_->holders, 1, __ATOMIC_ACQ_REL) == 0) delete box_;
    }

    template <class... A>
    static shared make(A&&... a) {
        shared s;
        s.box_ = new box{T(std::forward<A>(a)...)};
        return s;
    }

    constexpr explicit operator bool() const noexcept { return box_ != nullptr; }
    T& operator*() const noexcept { return box_->object; }
    T* operator->() const noexcept { return &box_->object; }
    T* get() const noexcept { return box_ == nullptr ? nullptr : &box_->object; }

private:
    box* box_ = nullptr;
};

}  // namespace wengert::detail
