using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;

namespace CbmExchange.Envelopes.Statements;

/// <summary>A statement of our own: signed once per record version, shown in parts.</summary>
public sealed record IssuedStatement
{
    private IssuedStatement(RecordId recordId, string recordType, string jwt, ImmutableArray<Disclosure> disclosures)
    {
        RecordId = recordId;
        RecordType = recordType;
        Jwt = jwt;
        Disclosures = disclosures;
        ContentHash = HashOf(Encoding.ASCII.GetBytes(jwt));
    }

    /// <summary>Which record.</summary>
    public RecordId RecordId { get; }

    /// <summary>Code of its type.</summary>
    public string RecordType { get; }

    /// <summary>The issuer-signed JWT, ASCII, without disclosures.</summary>
    public string Jwt { get; }

    /// <summary>SHA-256 of the ASCII of <see cref="Jwt"/>.</summary>
    public ContentHash ContentHash { get; }

    /// <summary>Everything that can be shown, in document order: each field, after a list its elements.</summary>
    public ImmutableArray<Disclosure> Disclosures { get; }

    /// <summary>A new statement, or one that was stored, with those disclosures that are still there.</summary>
    public static IssuedStatement Restore(
        RecordId recordId, string recordType, string jwt, IEnumerable<Disclosure> disclosures) =>
        new(recordId, recordType, jwt, [.. disclosures]);

    /// <summary>The SD-JWT with all its disclosures (RFC 9901 §4): the originator's own copy.</summary>
    public string ToSdJwt() => $"{Jwt}~{string.Concat(Disclosures.Select(disclosure => disclosure.Encoded + "~"))}";

    /// <summary>
    /// The disclosures of exactly these paths. An element's path brings the disclosure of its field along, since it
    /// cannot be checked without; a list field's path alone shows the list without any of its elements. A path that
    /// this version does not hold shows nothing.
    /// </summary>
    public ImmutableArray<Disclosure> Select(IEnumerable<ClaimPath> paths)
    {
        var wanted = paths.ToHashSet();
        wanted.UnionWith(wanted.Where(path => path.Element is not null && Holds(path))
            .Select(path => new ClaimPath(path.Field)).ToList());
        return [.. Disclosures.Where(disclosure => wanted.Contains(disclosure.Path))];
    }

    /// <summary>
    /// The paths with every list field that stands alone, none of its elements being named, replaced by the field and
    /// all its elements. For callers whose user named whole fields; MUST NOT be applied to a set from which elements
    /// were taken away, or what was taken away would come back.
    /// </summary>
    public ImmutableArray<ClaimPath> ExpandWholeLists(IEnumerable<ClaimPath> paths)
    {
        var named = paths.ToHashSet();
        var lists = named.Where(path => path.Element is not null).Select(path => path.Field).ToHashSet();
        return [.. Disclosures.Select(disclosure => disclosure.Path).Where(path =>
            named.Contains(path) || (!lists.Contains(path.Field) && named.Contains(new ClaimPath(path.Field))))];
    }

    internal static ContentHash HashOf(ReadOnlySpan<byte> jwt) => ContentHash.FromBytes(SHA256.HashData(jwt));

    private bool Holds(ClaimPath path) => Disclosures.Any(disclosure => disclosure.Path == path);
}
