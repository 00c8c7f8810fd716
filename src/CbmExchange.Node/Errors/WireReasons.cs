using System.Collections.Frozen;

namespace CbmExchange.Node.Errors;

/// <summary>
/// Reasons as the protocol promises them (proto/cbm/exchange/v1). Domain says more precisely what is wrong; a client
/// decides by these few, a person reads the sentence.
/// </summary>
internal static class WireReasons
{
    private static readonly FrozenDictionary<string, string> Promised = new Dictionary<string, string>
    {
        ["ROLE_NOT_ALLOWED"] = "ROLE_MISSING",
        ["OBSERVER_AUTHORS_NOTHING"] = "ROLE_MISSING",
        ["WRONG_STATE"] = "RECORD_STATE",
        ["NEWEST_VERSION_LOST"] = "RECORD_STATE",
        ["RECORD_EXISTS"] = "RECORD_STATE",
        ["RECORD_WITHDRAWN"] = "RECORD_STATE",
        ["CONTACT_ENDED"] = "RECORD_STATE",
        ["NOT_A_CONTACT"] = "RECORD_STATE",
        ["NOT_A_DOCUMENT"] = "RECORD_STATE",
        ["NOT_A_MESSAGE"] = "RECORD_STATE",
        ["RECEIPT_IS_A_FACT"] = "RECORD_STATE",
        ["NOMINATION_MISSING"] = "NOMINATION_NEEDED",
        ["RED_TO_BODY"] = "MARKING_REFUSED",
        ["PUBLIC_NEEDS_CLEAR"] = "MARKING_REFUSED",
        ["ONWARD_CONSENT_MISSING"] = "ONWARD_SHARING_NEEDS_CONSENT",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The promised reason; a reason that is promised as it is, unchanged.</summary>
    public static string Of(string reason) => Promised.GetValueOrDefault(reason, reason);
}
