using System.Text;
using System.Text.RegularExpressions;
using CbmExchange.Contracts.Sync.V1;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// A message with every digest, salt and signature replaced by as many equal signs: what is left must not depend on
/// what was withheld. Lengths stay, and so does the number of digests.
/// </summary>
internal static partial class TwinMask
{
    public static byte[] Of(FollowResponse message)
    {
        var masked = message.Clone();
        foreach (var entry in masked.Batch?.Entries ?? [])
        {
            entry.Entry = ByteString.CopyFrom(Entry(entry.Entry));
            entry.Statement = ByteString.CopyFromUtf8(Statement(entry.Statement.ToStringUtf8()));
            var shown = entry.Disclosures.Select(Disclosure).Order(StringComparer.Ordinal).ToList();
            entry.Disclosures.Clear();
            entry.Disclosures.AddRange(shown);
        }

        foreach (var part in new IMessage?[] { masked.Batch, masked.CaughtUp, masked.Heartbeat })
        {
            if (part?.Descriptor.FindFieldByName("checkpoint") is { } field)
            {
                var note = ((ByteString)field.Accessor.GetValue(part)).ToStringUtf8();
                field.Accessor.SetValue(part, ByteString.CopyFromUtf8(Base64().Replace(note, Signs)));
            }
        }

        return masked.ToByteArray();
    }

    private static byte[] Entry(ByteString bytes)
    {
        var entry = PeerEntry.Parser.ParseFrom(bytes);
        entry.StatementSha256 = Blank(entry.StatementSha256);
        entry.ReplacesSha256 = Blank(entry.ReplacesSha256);
        for (var index = 0; index < entry.DisclosureSha256.Count; index++)
        {
            entry.DisclosureSha256[index] = Blank(entry.DisclosureSha256[index]);
        }

        return entry.ToByteArray();
    }

    private static ByteString Blank(ByteString bytes) => ByteString.CopyFrom(new byte[bytes.Length]);

    private static string Statement(string jwt) => jwt.Length == 0
        ? jwt
        : $"{jwt[..jwt.IndexOf('.', StringComparison.Ordinal)]}."
            + $"{Digest().Replace(Decode(jwt.Split('.')[1]), Signs)}.{new string('=', jwt.Split('.')[2].Length)}";

    // The salt is the first of the array; the digests of a list stand under "...".
    private static string Disclosure(string encoded) => Salt().Replace(Digest().Replace(Decode(encoded), Signs), Signs);

    private static string Decode(string text) =>
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text));

    private static string Signs(Match match) => new('=', match.Length);

    [GeneratedRegex("(?<=\")[A-Za-z0-9_-]{43}(?=\")")]
    private static partial Regex Digest();

    [GeneratedRegex("(?<=^\\[\")[A-Za-z0-9_-]{22}(?=\")")]
    private static partial Regex Salt();

    [GeneratedRegex("[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{60,}=*")]
    private static partial Regex Base64();
}
