namespace CbmExchange.Envelopes.Keys;

/// <summary>The codes of <see cref="KeyPurpose"/> in descriptor.proto.</summary>
public static class KeyPurposes
{
    /// <summary>The code, e.g. <c>statement</c>.</summary>
    public static string Code(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Statement => "statement",
        KeyPurpose.Checkpoint => "checkpoint",
        KeyPurpose.Recovery => "recovery",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>The purpose of a code, or null for an unknown one.</summary>
    public static KeyPurpose? Parse(string code) => code switch
    {
        "statement" => KeyPurpose.Statement,
        "checkpoint" => KeyPurpose.Checkpoint,
        "recovery" => KeyPurpose.Recovery,
        _ => null,
    };
}
