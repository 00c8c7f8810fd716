namespace CbmExchange.Envelopes.Statements;

/// <summary>Names of statement faults (PROTOCOL.md §3).</summary>
public static class StatementFaults
{
    /// <summary>The entry carries no statement.</summary>
    public const string NoStatement = "NO_STATEMENT";

    /// <summary>Statement and disclosures are longer than the limit.</summary>
    public const string OverLong = "OVER_LONG";

    /// <summary>It is no JWS in compact form with JSON parts.</summary>
    public const string Malformed = "MALFORMED_STATEMENT";

    /// <summary>It is not signed with ES256.</summary>
    public const string WrongAlgorithm = "WRONG_ALGORITHM";

    /// <summary>It is a JWT of another kind.</summary>
    public const string WrongTokenType = "WRONG_TOKEN_TYPE";

    /// <summary>Its key is no admitted statement key of the participant.</summary>
    public const string UnknownKey = "UNKNOWN_KEY";

    /// <summary>The validity of its key has not begun.</summary>
    public const string KeyNotYetValid = "KEY_NOT_YET_VALID";

    /// <summary>The signature does not hold.</summary>
    public const string Forged = "FORGED_STATEMENT";

    /// <summary>A claim that is always disclosed is missing or not as it must be.</summary>
    public const string HeaderInvalid = "HEADER_INVALID";

    /// <summary>It speaks for another participant than the one whose stream it came in.</summary>
    public const string WrongOriginator = "WRONG_ORIGINATOR";

    /// <summary>The entry names another record or record type.</summary>
    public const string WrongRecord = "WRONG_RECORD";

    /// <summary>The record type or the major version of its schema is not known here; kept sealed.</summary>
    public const string UnknownSchema = "UNKNOWN_SCHEMA";

    /// <summary>One digest stands twice.</summary>
    public const string DuplicateDigest = "DUPLICATE_DIGEST";

    /// <summary>Two claims have one name.</summary>
    public const string ClaimCollision = "CLAIM_COLLISION";

    /// <summary>A name that SD-JWT reserves is used as a claim.</summary>
    public const string ReservedName = "RESERVED_NAME";

    /// <summary>A disclosure is not what RFC 9901 §4.2 and our profile ask for.</summary>
    public const string MalformedDisclosure = "MALFORMED_DISCLOSURE";

    /// <summary>A disclosure belongs to no digest.</summary>
    public const string UnknownDisclosure = "UNKNOWN_DISCLOSURE";

    /// <summary>The disclosed content is not of its type.</summary>
    public const string ContentUnreadable = "CONTENT_UNREADABLE";
}
