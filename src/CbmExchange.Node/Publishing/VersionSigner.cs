using System.Security.Cryptography;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Keys;

namespace CbmExchange.Node.Publishing;

/// <summary>Signs a version, once, at clearance (design D4).</summary>
internal sealed class VersionSigner(KeyRing keys)
{
    /// <summary>The signed version, or why it cannot be signed.</summary>
    public Outcome<SignedVersion> Sign(ClearableVersion version)
    {
        var faults = StatementIssuer.Check(version.Header, version.Content);
        if (!faults.IsEmpty)
        {
            return Refusal.Invalid(faults);
        }

        // The version's secret is forgotten at once: the disclosures carry their salts, and nobody can derive one
        // again.
        var salts = new HmacSaltSource(keys.SaltSecret, RandomNumberGenerator.GetBytes(HmacSaltSource.SecretBytes));
        var issued = StatementIssuer.Issue(version.Header, version.Content, salts, keys.Statement);
        return new SignedVersion(
            issued.ContentHash, issued.Jwt,
            [.. issued.Disclosures.Select(disclosure => new ClaimDisclosure(disclosure.Path, disclosure.Encoded))]);
    }

    /// <summary>The statement of a signed version, to be shown in parts.</summary>
    public static IssuedStatement Restore(RecordVersion version) => IssuedStatement.Restore(
        version.Header.RecordId, version.Header.RecordType, version.Signed!.Statement,
        version.Signed.Disclosures.Select(disclosure => new Disclosure(disclosure.Path, disclosure.Encoded)));
}
