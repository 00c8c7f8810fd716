using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>What decision 0035 says of releases that follow the membership: a body, hidden, no message.</summary>
internal static class SimpleFollowing
{
    /// <summary>Why a grant that follows is refused.</summary>
    public static IEnumerable<string> Reasons(ReleaseGrant grant, string firstKind)
    {
        if (grant.Audience.Include.All(member => member.Kind != "body-members"))
        {
            yield return "FOLLOWS_WITHOUT_BODY";
        }

        if (grant.Audience.IsShown)
        {
            yield return "FOLLOWS_HIDDEN_ONLY";
        }

        if (firstKind != "released")
        {
            yield return "FOLLOWS_NOT_FOR_MESSAGES";
        }
    }
}
