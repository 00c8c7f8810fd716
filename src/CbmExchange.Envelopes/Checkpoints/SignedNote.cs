using System.Collections.Immutable;
using System.Text;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>A text and its signature lines (C2SP signed-note v1.0.0), taken apart but not yet believed.</summary>
/// <param name="Text">The signed bytes, with their last newline.</param>
/// <param name="Signatures">At least one.</param>
internal sealed record SignedNote(string Text, ImmutableArray<NoteSignature> Signatures)
{
    public const int KeyIdBytes = 4;

    // signed-note: a verifier accepts at least 16 and sets some maximum.
    private const int SignaturesMax = 16;
    private const string LinePrefix = "\u2014 ";

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>A note with one line for each signature: key id, then what follows it.</summary>
    public static byte[] Write(string text, string signer, IEnumerable<byte[]> signatures) =>
        StrictUtf8.GetBytes(text + "\n" + string.Concat(
            signatures.Select(signature => $"{LinePrefix}{signer} {Convert.ToBase64String(signature)}\n")));

    public static byte[] SignedBytes(string text) => StrictUtf8.GetBytes(text);

    /// <summary>Null when the bytes are no signed note.</summary>
    public static SignedNote? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > EnvelopeLimits.CheckpointBytesMax || TryDecode(bytes) is not { } note
            || note.Any(character => character < ' ' && character != '\n'))
        {
            return null;
        }

        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
        {
            return null;
        }

        var lines = note[(split + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > SignaturesMax)
        {
            return null;
        }

        var signatures = lines.Select(ReadLine).ToArray();
        return signatures.Any(signature => signature is null)
            ? null
            : new SignedNote(note[..(split + 1)], [.. signatures.Select(signature => signature!)]);
    }

    private static NoteSignature? ReadLine(string line)
    {
        if (!line.StartsWith(LinePrefix, StringComparison.Ordinal)
            || line[LinePrefix.Length..].Split(' ') is not [var signer, var encoded]
            || !IsKeyName(signer))
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var written) || written <= KeyIdBytes
            || Convert.ToBase64String(bytes.AsSpan(0, written)) != encoded)
        {
            return null;
        }

        return new NoteSignature(signer, bytes.AsMemory(0, KeyIdBytes), bytes.AsMemory(KeyIdBytes..written));
    }

    private static bool IsKeyName(string name) =>
        name.Length > 0 && !name.Any(character => character == '+' || char.IsWhiteSpace(character));

    private static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
