// One holder at a time for each name; the others wait in the order in which they came.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "ports/locks.hpp"

namespace fakes {

class FakeLocks final : public ports::Locks {
public:
    explicit FakeLocks(base::Loop& loop) : book_(std::make_shared<Book>(loop)) {}

    base::Task<base::Result<std::unique_ptr<ports::Lock>>> acquire(std::string name) override {
        auto called = base::one_shot<std::shared_ptr<Held>>(book_->loop);
        book_->waiting[name].push_back(called.first);
        next(book_, name);
        auto held = co_await called.second;
        co_return std::make_unique<Owned>(std::move(held));
    }

    bool is_held(const std::string& name) const { return book_->held.contains(name); }

private:
    struct Book;
    // Given back when nobody has it any more, also when who waited for it is gone by the time it comes.
    struct Held {
        std::shared_ptr<Book> book;
        std::string name;
        Held(std::shared_ptr<Book> b, std::string n) : book(std::move(b)), name(std::move(n)) {
            book->held.insert(name);
        }
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        ~Held() {
            book->held.erase(name);
            book->loop.post([b = book, n = name] { next(b, n); });
        }
    };
    struct Book {
        explicit Book(base::Loop& l) : loop(l) {}
        base::Loop& loop;
        std::set<std::string> held;
        std::map<std::string, std::deque<base::OneShotSender<std::shared_ptr<Held>>>> waiting;
    };
    class Owned final : public ports::Lock {
    public:
        explicit Owned(std::shared_ptr<Held> held) : held_(std::move(held)) {}

    private:
        std::shared_ptr<Held> held_;
    };

    static void next(const std::shared_ptr<Book>& book, const std::string& name) {
        auto& queue = book->waiting[name];
        while (!queue.empty() && !book->held.contains(name)) {
            const auto sender = queue.front();
            queue.pop_front();
            if (sender.wanted()) sender.send(std::make_shared<Held>(book, name));
        }
    }

    std::shared_ptr<Book> book_;
};

}  // namespace fakes
