using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;

namespace CbmExchange.Node.Checks;

/// <summary>
/// The codes of a check: one for each State and channel, derived under a secret of the node and kept nowhere. The codes
/// of one State are all different, and say nothing about those of another.
/// </summary>
/// <param name="secret">The secret.</param>
internal sealed class CheckSecrets(byte[] secret)
{
    private const ulong CodesCount = 1_000_000;

    /// <summary>
    /// Draws for one State at most: a repeat among some dozens of a million is rare, and one in a row of so many is not
    /// seen.
    /// </summary>
    private const int DrawsCountMax = 1_000;

    /// <summary>The code of a channel.</summary>
    public string CodeOf(CheckId check, CheckTarget target, string channel) =>
        Draw(check, target)[IndexOf(target, channel)];

    /// <summary>What the message to a State shows; null when its node inbox is not tried.</summary>
    public CheckChallenge? ChallengeOf(CheckId check, CheckTarget target)
    {
        if (target.Find(CheckCodes.NodeInbox) is null)
        {
            return null;
        }

        var codes = Draw(check, target);
        var place = (int)(Number(check, target.Participant, "place") % CheckChallenge.GroupsCount);
        var groups = codes.Skip(target.Channels.Length).ToList();
        groups.Insert(place, codes[IndexOf(target, CheckCodes.NodeInbox)]);
        return new CheckChallenge([.. groups], place + 1);
    }

    /// <summary>The channel whose code this is; null when it is none's. Its time does not depend on which.</summary>
    public string? ChannelOf(CheckId check, CheckTarget target, string code)
    {
        string? found = null;
        foreach (var (channel, right) in target.Channels.Zip(Draw(check, target)))
        {
            found = CheckCode.Same(right, code) ? channel.Key : found;
        }

        return found;
    }

    private static int IndexOf(CheckTarget target, string channel) =>
        target.Channels.IndexOf(target.Find(channel)
            ?? throw new ArgumentException("The State has no such channel.", nameof(channel)));

    // First one for each channel, then those that stand beside the answer in the message.
    private ImmutableArray<string> Draw(CheckId check, CheckTarget target)
    {
        var wanted = target.Channels.Length + CheckChallenge.GroupsCount - 1;
        return
        [
            .. Enumerable.Range(0, DrawsCountMax)
                .Select(draw => Number(check, target.Participant, draw.ToString(CultureInfo.InvariantCulture)))
                .Select(number => (number % CodesCount).ToString("D6", CultureInfo.InvariantCulture))
                .Distinct().Take(wanted),
        ];
    }

    private ulong Number(CheckId check, ParticipantId participant, string place) =>
        BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(
            secret, Encoding.UTF8.GetBytes($"cbm.exchange/check-code\n{check}\n{participant}\n{place}")));
}
