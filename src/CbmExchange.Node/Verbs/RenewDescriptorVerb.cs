using System.Collections.Immutable;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// Makes the next version of this node's descriptor: a new validity, on request other endpoints and new keys, and what
/// is said of keys in other hands. At its next start the node tells its peers by itself (design D9).
/// </summary>
internal static class RenewDescriptorVerb
{
    /// <summary>Runs the verb.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(
            arguments, "--home", "--endpoint", "--rotate", "--valid-days", "--compromised", "--since",
            "--recovery-key");
        var home = NodeHome.At(options.Required("--home"));
        var settings = NodeSettings.Read(home);
        var mine = HomeLock.Take(home);
        await using (mine.ConfigureAwait(false))
        {
            var versions = OwnDescriptors.Read(home);
            var wish = RenewalWish.Parse(options, home, settings, versions, context.Time.GetUtcNow());
            var made = Make(home, versions, wish, context.Time.GetUtcNow());
            if (wish.Endpoints.Count > 0)
            {
                (settings with { Endpoints = wish.Endpoints }).Write(home);
            }

            await context.Output.WriteAsync(RenewalText.Of(home, made, versions, wish)).ConfigureAwait(false);
        }
    }

    private static VerifiedDescriptor Make(
        NodeHome home, ImmutableArray<VerifiedDescriptor> versions, RenewalWish wish, DateTimeOffset now)
    {
        var passphrase = KeyPassphrase.FromEnvironment();
        try
        {
            using var recovery = KeyFile.Read(wish.RecoveryKeyFile, KeyPurpose.Recovery, passphrase);
            if (recovery.Id != versions[^1].RecoveryKey.Key.Id)
            {
                throw new StartupException(
                    $"The key in {wish.RecoveryKeyFile} is not the recovery key of this participant; give the one that "
                    + "init made.");
            }

            return new DescriptorRenewal(home, versions, passphrase, now)
            {
                Life = wish.Life,
                Endpoints = wish.Endpoints,
                Rotated = wish.Rotated,
                Compromised = wish.Compromised,
                CompromisedSince = wish.Since,
            }.Make(recovery);
        }
        catch (KeyFileException fault)
        {
            throw new StartupException(fault.Message);
        }
    }
}
