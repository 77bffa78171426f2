#include "platform/web/store.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "platform/web/answers.hpp"
#include "platform/web/storage_error.hpp"

extern "C" {
void parley_store_write(int answer, const char* batch, std::size_t length);
void parley_store_read(int answer, const char* name, std::size_t length);
void parley_store_take(int answer, const char* name, std::size_t length);
void parley_store_list(int answer, const char* name, std::size_t length);
}

namespace platform::web {

namespace {

using base::ErrorKind;

constexpr std::uint32_t absent = 0xffffffff;

// The bridge's format: each field is its length in four bytes, little-endian, then its bytes.
void put_length(std::string& out, std::uint32_t length) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>((length >> shift) & 0xff);
}

void put_field(std::string& out, const std::string& field) {
    put_length(out, static_cast<std::uint32_t>(field.size()));
    out += field;
}

// Reads what web/bridge/store.js wrote; both ends are ours, so a short buffer is a bug.
class Fields {
public:
    explicit Fields(const std::string& bytes) : bytes_(bytes) {}
    bool more() const { return at_ < bytes_.size(); }
    std::uint32_t number() {
        std::uint32_t value = 0;
        for (int shift = 0; shift < 32; shift += 8)
            value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_.at(at_++))) << shift;
        return value;
    }
    std::string field() {
        const std::uint32_t length = number();
        std::string text = bytes_.substr(at_, length);
        at_ += length;
        return text;
    }

private:
    const std::string& bytes_;
    std::size_t at_ = 0;
};

using Ask = void (*)(int answer, const char* name, std::size_t length);

base::Task<base::Result<std::optional<std::string>>> ask_for(base::Loop& loop, Ask ask, std::string collection,
                                                             std::string key) {
    auto answer = expect_answer(loop);
    std::string name;
    put_field(name, collection);
    put_field(name, key);
    ask(answer.id, name.data(), name.size());
    Answer got = co_await answer.receiver;
    if (!got.ok) co_return base::fail(storage_error(got));
    if (got.bytes.empty()) co_return std::optional<std::string>();
    co_return std::optional<std::string>(Fields(got.bytes).field());
}

}  // namespace

base::Task<base::Result<void>> WebStore::write(std::vector<ports::Write> writes) {
    if (writes.empty()) co_return base::Result<void>();
    std::string batch;
    for (const ports::Write& write : writes) {
        // The additional data is collection, line feed, key: with a line feed in the first, two names could be one.
        if (write.collection.find('\n') != std::string::npos)
            co_return base::fail(ErrorKind::internal, "A collection's name has a line feed.");
        put_field(batch, write.collection);
        put_field(batch, write.key);
        if (write.value)
            put_field(batch, *write.value);
        else
            put_length(batch, absent);
    }
    auto answer = expect_answer(loop_);
    parley_store_write(answer.id, batch.data(), batch.size());
    batch = {};
    writes = {};
    Answer got = co_await answer.receiver;
    if (!got.ok) co_return base::fail(storage_error(got));
    co_return base::Result<void>();
}

base::Task<base::Result<std::optional<std::string>>> WebStore::read(std::string collection, std::string key) {
    return ask_for(loop_, parley_store_read, std::move(collection), std::move(key));
}

base::Task<base::Result<std::optional<std::string>>> WebStore::take(std::string collection, std::string key) {
    return ask_for(loop_, parley_store_take, std::move(collection), std::move(key));
}

base::Task<base::Result<ports::Store::Listing>> WebStore::list(std::string collection) {
    auto answer = expect_answer(loop_);
    std::string name;
    put_field(name, collection);
    parley_store_list(answer.id, name.data(), name.size());
    Answer got = co_await answer.receiver;
    if (!got.ok) co_return base::fail(storage_error(got));
    Listing listing;
    Fields fields(got.bytes);
    listing.damaged = static_cast<int>(fields.number());
    while (fields.more()) {
        std::string key = fields.field();
        listing.records.push_back({std::move(key), fields.field()});
    }
    // IndexedDB sorts by UTF-16 code units; ours is the order of bytes.
    std::sort(listing.records.begin(), listing.records.end(),
              [](const ports::Record& a, const ports::Record& b) { return a.key < b.key; });
    co_return listing;
}

}  // namespace platform::web
