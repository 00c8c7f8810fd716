namespace CbmExchange.Envelopes.Descriptors;

/// <summary>Names of descriptor faults (PROTOCOL.md §7).</summary>
public static class DescriptorFaults
{
    /// <summary>It is no signed descriptor, or a required part is missing.</summary>
    public const string Malformed = "MALFORMED_DESCRIPTOR";

    /// <summary>It is longer than the limit.</summary>
    public const string OverLong = "OVER_LONG";

    /// <summary>The signature does not hold.</summary>
    public const string Forged = "FORGED_DESCRIPTOR";

    /// <summary>It does not carry exactly one recovery key.</summary>
    public const string RecoveryKeyMissing = "RECOVERY_KEY_MISSING";

    /// <summary>It does not follow the version that is held.</summary>
    public const string WrongChain = "WRONG_CHAIN";

    /// <summary>It is about another participant than the version that is held.</summary>
    public const string WrongParticipant = "WRONG_PARTICIPANT";

    /// <summary>A key or root serves two purposes or two participants.</summary>
    public const string KeyReused = "KEY_REUSED";

    /// <summary>A root is not a self-signed P-256 certificate of an authority.</summary>
    public const string RootUnusable = "ROOT_UNUSABLE";

    /// <summary>Its validity has not begun.</summary>
    public const string NotYetValid = "NOT_YET_VALID";

    /// <summary>Its validity has ended.</summary>
    public const string Expired = "EXPIRED";
}
