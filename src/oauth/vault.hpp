// Where grants, clients and sign-ins under way are kept: in this browser's encrypted store, the same for all tabs.
//   collection "grant"    key GrantKey::text()   a Grant
//   collection "account"  key server_url         which grant of that server is in use
//   collection "client"   key issuer             a Client that registered itself
//   collection "issuer"   key server_url         where one was sent to sign in there, the last time
//   collection "pending"  key state              a PendingAuthorization, until its answer came or half an hour went by
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"
#include "base/task_scope.hpp"
#include "oauth/authorization_request.hpp"
#include "oauth/grant.hpp"
#include "ports/channel.hpp"
#include "ports/store.hpp"

namespace oauth {

class Vault {
public:
    // All outlive it; `page` has the writing that nobody waits for. `on_change` is called from the loop when another tab changed what is kept for that server.
    Vault(base::TaskScope& page, ports::Store& store, ports::Channels& channels,
          std::function<void(const std::string& server_url)> on_change);

    // The one in use; std::nullopt when signed out. Read from the store at first and after another tab's change.
    base::Task<base::Result<std::optional<Grant>>> grant(std::string server_url);
    // The same, past the memory: what the store has now.
    base::Task<base::Result<std::optional<Grant>>> stored_grant(std::string server_url);
    // All accounts of a server.
    base::Task<base::Result<std::vector<Grant>>> grants(std::string server_url);
    // All that were signed in as this client, of whatever server.
    base::Task<base::Result<std::vector<Grant>>> grants_of(Client client);

    // Kept, and in use from now on, in all tabs. When the disk refuses, it is still in use in this tab; the error says so.
    base::Task<base::Result<void>> keep(Grant grant);
    // The same without waiting for the disk: of a new sign-in, which a page that ends now may lose. In use when it returns.
    void keep_soon(Grant grant, std::function<void(const base::Error&)> on_failed);
    base::Task<base::Result<void>> use(GrantKey key);
    base::Task<base::Result<void>> forget(GrantKey key);
    // What a refresh of `spent` brought, or nothing where the provider ended it. Only in place of that very grant: one that was
    // forgotten or signed in anew meanwhile stays as it is, and so does which account is in use. Nobody has what was renewed before
    // it is on disk. An error: the disk refused what is in use in this tab now.
    enum class Replaced { done, gone, newer };
    base::Task<base::Result<Replaced>> replace(Grant spent, std::optional<Grant> renewed);

    base::Task<base::Result<std::optional<Client>>> client(std::string issuer);
    // The one with which the next sign-in at that server would begin, as far as is known.
    base::Task<base::Result<std::optional<Client>>> client_for(std::string server_url);
    base::Task<void> forget_issuer(std::string server_url);
    // Not when another one has come in its place.
    base::Task<base::Result<void>> forget_client(Client client);

    // One that was just registered; a sign-in that comes to nothing does not have it made again.
    void keep_client_soon(Client client);
    // With its client, when that registered itself.
    base::Task<base::Result<void>> keep_pending(PendingAuthorization pending);
    // Read and erased at once: an answer counts once, in one tab, and proves that the provider knows its client. std::nullopt when there is none, or it is over.
    base::Task<base::Result<std::optional<PendingAuthorization>>> take_pending(std::string state,
                                                                               std::chrono::milliseconds now);
    // Erases those whose time is over. The names of their keys (ports::SigningKeys), which nobody needs any more.
    base::Task<std::vector<std::string>> sweep(std::chrono::milliseconds now);

private:
    struct Known {
        std::optional<Grant> grant;  // std::nullopt: signed out
        bool unsaved = false;        // is being written, or the disk refused it: what the disk has is older
    };

    base::Task<base::Result<std::optional<base::Json>>> read(std::string collection, std::string key);
    base::Task<base::Result<std::optional<Grant>>> read_in_use(std::string server_url);
    base::Task<base::Result<std::optional<Grant>>> read_grant_of(std::string key);
    base::Task<base::Result<std::vector<Grant>>> all_grants();
    base::Task<void> prove(Client client);
    base::Task<void> keep_client(Client client);
    base::Task<void> keep_and_tell(Grant grant, std::function<void(const base::Error&)> on_failed);
    base::Task<base::Result<Replaced>> end(GrantKey key, bool in_use);
    base::Task<base::Result<Replaced>> write_renewed(Grant renewed);
    base::Task<base::Result<void>> put_in_use(std::string server_url, std::optional<Grant> grant,
                                              std::vector<ports::Write> writes);
    void forget_known(const std::string& server_url);
    void changed(const std::string& server_url);
    void on_message(const std::string& message);

    base::TaskScope& page_;
    ports::Store& store_;
    std::function<void(const std::string&)> on_change_;
    // By server_url: what is in use (absent: not read yet), and how often that changed. A reading that began before the latest
    // change is not remembered.
    std::map<std::string, Known> known_;
    std::map<std::string, unsigned> changes_;
    std::unique_ptr<ports::Channel> channel_;
};

}  // namespace oauth
