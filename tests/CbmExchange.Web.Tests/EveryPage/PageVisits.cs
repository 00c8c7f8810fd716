using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.EveryPage;

/// <summary>How one page is opened.</summary>
/// <param name="Officer">Who opens it; empty for somebody who is not signed in.</param>
/// <param name="PathAsync">Its address in the scene.</param>
/// <param name="Status">What it answers.</param>
internal sealed record PageVisit(string Officer, Func<EveryPageScene, Task<string>> PathAsync, int Status = 200);

/// <summary>
/// A visit for each route of the desk. A page that comes gets its line here; until then the test of all pages fails.
/// </summary>
internal static class PageVisits
{
    private const string Nobody = "";

    /// <summary>By route.</summary>
    public static IReadOnlyDictionary<string, PageVisit> All { get; } =
        new Dictionary<string, PageVisit>(StringComparer.Ordinal)
        {
            ["/"] = To("duty", "/"),
            ["/call/{State}/{Topic}/{Precedence}"] = To("duty", "/call/XB/incident-state-level/immediate"),
            ["/directory"] = To("observer", "/directory"),
            ["/directory/differences"] = To("observer", "/directory/differences"),
            ["/inbox"] = To("duty", "/inbox"),
            ["/inbox/{Id}"] = To("duty", scene => $"/inbox/{scene.Message}"),
            ["/inbox/list/{Kind}"] = To("duty", "/inbox/list/actual"),
            ["/inbox/list/{Kind}/{Exercise}"] = To("duty", $"/inbox/list/exercise/{ExerciseDrafts.Id}"),
            ["/cases"] = To("duty", "/cases"),
            ["/cases/{Id}"] = To("duty", scene => $"/cases/{scene.Sent}"),
            ["/cases/new"] = To("duty", "/cases/new"),
            ["/cases/list/{Kind}/{State}"] = To("duty", "/cases/list/actual/open"),
            ["/cases/list/{Kind}/{State}/{Exercise}"] = To("duty", $"/cases/list/exercise/open/{ExerciseDrafts.Id}"),
            ["/attention"] = To("duty", "/attention"),
            ["/checks"] = To("duty", "/checks"),
            ["/checks/new"] = To("author", "/checks/new"),
            // XA is no secretariat and can plan none: what it is told of an id that it does not know.
            ["/checks/{Id}"] = To("duty", "/checks/3f2c0c1e-0000-4000-8000-000000000000") with { Status = 404 },
            ["/exercises"] = To("duty", "/exercises"),
            ["/exercises/all"] = To("duty", "/exercises/all"),
            ["/exercises/aside"] = To("duty", "/exercises/aside"),
            ["/exercises/new"] = To("author", "/exercises/new"),
            ["/exercises/show/{Id}"] = To("duty", $"/exercises/show/{ExerciseDrafts.Id}"),
            ["/exercises/no-duff/{Record}"] = To("duty", scene => $"/exercises/no-duff/{scene.Announcement}"),
            ["/records"] = To("author", "/records"),
            ["/records/in/{State}"] = To("author", "/records/in/published"),
            ["/records/new"] = To("author", "/records/new"),
            ["/records/new/{Type}"] = To("author", "/records/new/national-document"),
            ["/records/{Id}"] = To("authority", scene => $"/records/{scene.Released}"),
            ["/records/{Id}/edit"] = To("author", scene => $"/records/{scene.Draft}/edit"),
            ["/records/{Id}/release"] = To("authority", scene => $"/records/{scene.Cleared}/release"),
            ["/records/{Id}/receipts"] = To("authority", scene => $"/records/{scene.Sent}/receipts"),
            ["/clearance"] = To("authority", "/clearance"),
            ["/view-as"] = To("authority", "/view-as"),
            ["/view-as/{Participant}"] = To("authority", "/view-as/XB"),
            ["/view-as/{Participant}/{Until}"] = To("authority", "/view-as/XB/2026-01-31T12:00"),
            ["/library"] = To("observer", "/library"),
            ["/library/{Id}"] = To("observer", scene => $"/library/{scene.Received}"),
            ["/compare"] = To("observer", "/compare"),
            ["/digest"] = To("observer", "/digest"),
            ["/overview"] = To("observer", "/overview"),
            ["/matrix"] = To("observer", "/matrix"),
            ["/matrix/{Catalogue}"] = To("observer", "/matrix/oas-11"),
            ["/peers"] = To("admin", "/peers"),
            ["/administration"] = To("admin", "/administration"),
            ["/sign-in"] = To(Nobody, "/sign-in"),
            ["/enter/{Link}"] = new(Nobody, async scene =>
                new Uri(await DeskNodes.LinkAsync(scene.Node, "duty2")).PathAndQuery),
            ["/{*Path:nonfile}"] = To("duty", "/nowhere/at/all") with { Status = 404 },
        };

    private static PageVisit To(string officer, string path) => new(officer, _ => Task.FromResult(path));

    private static PageVisit To(string officer, Func<EveryPageScene, string> path) =>
        new(officer, scene => Task.FromResult(path(scene)));
}
