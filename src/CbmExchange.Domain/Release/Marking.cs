using System.Collections.Immutable;

namespace CbmExchange.Domain.Release;

/// <summary>A limit in the originator's words; it binds.</summary>
/// <param name="Lang">BCP 47 tag.</param>
/// <param name="Text">The limit.</param>
public sealed record HandlingNote(string Lang, string Text);

/// <summary>How a recipient may use what it was given (domain.md §4.3). Equal by value.</summary>
public sealed record Marking
{
    /// <summary>TLP label, unaltered (FIRST TLP 2.0).</summary>
    public required string Tlp { get; init; }

    /// <summary>PAP code: RED, AMBER, GREEN, CLEAR.</summary>
    public string? Pap { get; init; }

    /// <summary>Id of an information exchange policy (FIRST IEP 2.0).</summary>
    public string? IepId { get; init; }

    /// <summary>Code of <see cref="OnwardSharing"/>; <see cref="Default"/> gives the usual one for a label.</summary>
    public required string Onward { get; init; }

    /// <summary>Extra limits.</summary>
    public ImmutableArray<HandlingNote> HandlingNotes { get; init; } = [];

    /// <summary>A label with its usual onward rule: within-tlp for CLEAR, else not-without-consent (domain.md
    /// §4.3).</summary>
    public static Marking Default(string tlp) =>
        new()
        {
            Tlp = tlp,
            Onward = tlp == TlpLabels.Clear ? OnwardSharing.WithinTlp : OnwardSharing.NotWithoutConsent,
        };

    /// <inheritdoc/>
    public bool Equals(Marking? other) =>
        other is not null
        && Tlp == other.Tlp
        && Pap == other.Pap
        && IepId == other.IepId
        && Onward == other.Onward
        && HandlingNotes.SequenceEqual(other.HandlingNotes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tlp, Pap, IepId, Onward, HandlingNotes.Length);
}

/// <summary>Whether a recipient may pass it on.</summary>
public static class OnwardSharing
{
    /// <summary>Only with the originator's consent: binds under the label.</summary>
    public const string NotWithoutConsent = "not-without-consent";

    /// <summary>As the label says.</summary>
    public const string WithinTlp = "within-tlp";
}

/// <summary>FIRST TLP 2.0, never translated.</summary>
public static class TlpLabels
{
    /// <summary>Named persons or desks only.</summary>
    public const string Red = "TLP:RED";

    /// <summary>The recipient's own organisation only.</summary>
    public const string AmberStrict = "TLP:AMBER+STRICT";

    /// <summary>The recipient's organisation and its clients.</summary>
    public const string Amber = "TLP:AMBER";

    /// <summary>The community.</summary>
    public const string Green = "TLP:GREEN";

    /// <summary>The world.</summary>
    public const string Clear = "TLP:CLEAR";

    /// <summary>Strictest first.</summary>
    public static ImmutableArray<string> StrictestFirst { get; } = [Red, AmberStrict, Amber, Green, Clear];
}
