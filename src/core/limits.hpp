// Every numeric limit of the domain, with its unit and the rule it comes from.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fieldstone {

inline constexpr std::int64_t kMaxInt32 = 2'147'483'647;  // what the API calls int32

// Metafields. Lengths are code points (MF-13).
inline constexpr std::size_t kMaxNamespaceCodePoints = 64;      // MF-2
inline constexpr std::size_t kMaxKeyCodePoints = 64;            // MF-3
inline constexpr std::size_t kMaxValueCodePoints = 65535;       // MF-4
inline constexpr std::size_t kMaxDescriptionCodePoints = 255;   // MF-5
inline constexpr std::int64_t kMaxResourceId = 10'000'000'000;  // MF-8
inline constexpr int kMaxMetafieldsPerResource = 250;           // MF-44: per client id
inline constexpr int kMaxMetafieldsPerStoreEntity = 10'000;     // MF-45: per client id
inline constexpr int kDefaultBatchItems = 250;                  // MF-125

// Pages.
inline constexpr int kDefaultPageLimit = 50;  // HTTP-80
inline constexpr int kMaxPageLimit = 250;     // HTTP-80, HTTP-85

// Customers. Lengths are code points (CU-31).
inline constexpr std::size_t kMinEmailCodePoints = 3;                    // CU-2
inline constexpr std::size_t kMaxEmailCodePointsPost = 250;              // CU-2, CU-221
inline constexpr std::size_t kMaxEmailCodePointsPut = 255;               // CU-2, CU-221
inline constexpr std::size_t kMaxNameCodePoints = 100;                   // CU-3
inline constexpr std::size_t kMaxCompanyCodePoints = 255;                // CU-4
inline constexpr std::size_t kMaxPhoneCodePoints = 50;                   // CU-5
inline constexpr std::size_t kMaxNotesCodePoints = 65535;                // CU-7
inline constexpr std::size_t kMaxTaxCategoryCodePoints = 255;            // CU-8
inline constexpr int kMaxCustomersPerWrite = 10;                         // CU-42, HTTP-53
inline constexpr int kMaxIdsPerFilter = 250;                             // CU-225
inline constexpr std::size_t kMinPasswordCodePoints = 7;                 // CU-13
inline constexpr std::size_t kMaxPasswordCodePoints = 72;                // CU-13
inline constexpr std::int64_t kMaxStoreCreditCents = 1'000'000'000'000;  // CU-15; exact as JSON
inline constexpr std::size_t kMaxNestedItems = 10;                       // CU-18, CU-19
inline constexpr std::size_t kMaxCustomerChannels = 1'000;               // no figure published

// Addresses (CU-50).
inline constexpr std::size_t kMaxAddressNameCodePoints = 255;
inline constexpr std::size_t kMaxAddressLineCodePoints = 255;  // no figure published
inline constexpr std::size_t kMaxCityCodePoints = 100;
inline constexpr std::size_t kMaxStateCodePoints = 100;
inline constexpr std::size_t kMaxPostalCodeCodePoints = 30;
inline constexpr int kMaxAddressesPerWrite = 250;  // CU-55

// Attributes and their values.
inline constexpr std::size_t kMaxAttributeNameCodePoints = 255;   // CU-70
inline constexpr int kMaxAttributesPerStore = 50;                 // CU-72
inline constexpr std::size_t kMaxAttributeValueCodePoints = 255;  // CU-92
inline constexpr int kMaxCustomersPerValueWrite = 10;             // CU-92

// Form fields; no figures published.
inline constexpr std::size_t kMaxFormFieldNameCodePoints = 255;
inline constexpr std::size_t kMaxFormValueCodePoints = 65535;
inline constexpr std::size_t kMaxFormFieldsPerWrite = 250;

// Groups and settings.
inline constexpr std::size_t kMaxGroupNameCodePoints = 100;       // CU-201
inline constexpr std::size_t kMaxGroupCategories = 1'000;         // no figure published
inline constexpr std::size_t kMaxDiscountRulesBytes = 64 * 1024;  // no figure published
inline constexpr std::size_t kMaxPolicyUrlCodePoints = 2048;      // no figure published

// Webhooks.
inline constexpr std::size_t kMaxDestinationBytes = 2048;  // no figure published
inline constexpr std::size_t kMaxHookHeaderBytes = 65536;  // WH-3, names and values together
// WH-3, of a client in all, as JSON: nobody's headers make the database large for everybody.
inline constexpr std::int64_t kMaxHookHeadersOfClient = 1'000'000;
inline constexpr int kMaxHooksPerScope = 10;  // WH-23
// WH-23. Scopes of the channel form are as many as there are numbers, and each write of a store
// reads all its active hooks: no client may slow it down for everybody.
inline constexpr std::size_t kMaxHooksPerClient = 1'000;
inline constexpr std::size_t kMaxHookEmails = 10;  // no figure published

}  // namespace fieldstone
